/** Dates of the Gregorian calendar, in UTC, from seconds since 1970-01-01 (the algorithm counts from March, in eras of 400 years). */

import { two } from "./units.ts";

const SECONDS_PER_DAY: i64 = 86400;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONG_WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const LONG_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A point in time as a date and a time of day, in UTC by the Gregorian calendar. `epoch` is in seconds since 1970. */
export class CalendarTime {
  readonly epoch: i64;
  readonly year: i64;
  /** 1 to 12. */
  readonly month: u64;
  /** 1 to 31. */
  readonly day: u64;
  readonly hour: u64;
  readonly minute: u64;
  readonly second: u64;
  /** 0 is Sunday. */
  readonly weekday: u64;
  /** 1 to 366. */
  readonly dayOfYear: u64;

  constructor(epoch: i64) {
    this.epoch = epoch;
    const clock = u64(((epoch % SECONDS_PER_DAY) + SECONDS_PER_DAY) % SECONDS_PER_DAY);
    const days = (epoch - i64(clock)) / SECONDS_PER_DAY;
    this.hour = clock / 3600;
    this.minute = (clock / 60) % 60;
    this.second = clock % 60;
    this.weekday = u64((((days + 4) % 7) + 7) % 7);
    const shifted = days + 719468;
    const era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const dayOfEra = u64(shifted - era * 146097);
    const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const monthFromMarch = (5 * dayFromMarch + 2) / 153;
    this.day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1;
    this.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    this.year = i64(yearOfEra) + era * 400 + i64(this.month <= 2);
    const isLeap = (this.year % 4 === 0 && this.year % 100 !== 0) || this.year % 400 === 0;
    const daysBeforeMarch: u64 = isLeap ? 60 : 59;
    this.dayOfYear = this.month > 2 ? dayFromMarch + daysBeforeMarch + 1 : dayFromMarch - 306 + 1;
  }

  /** The date as `strftime` writes it; unknown conversions stay as they are. */
  format(format: string): string {
    let result = "";
    let at: usize = 0;
    while (at < format.length) {
      const percent = format.indexOf("%", at);
      if (percent < 0 || u64(percent) + 1 >= format.length) break;
      result += format.slice(at, u64(percent));
      result += this.conversion(format.slice(u64(percent) + 1, u64(percent) + 2));
      at = u64(percent) + 2;
    }
    return result + format.slice(at);
  }

  private conversion(letter: string): string {
    switch (letter) {
      case "Y":
        return `${this.year}`;
      case "y":
        return two(u64(this.year) % 100);
      case "m":
        return two(this.month);
      case "d":
        return two(this.day);
      case "e":
        return `${this.day}`.padStart(2);
      case "H":
        return two(this.hour);
      case "I":
        return two(this.hour % 12 === 0 ? 12 : this.hour % 12);
      case "M":
        return two(this.minute);
      case "S":
        return two(this.second);
      case "p":
        return this.hour < 12 ? "AM" : "PM";
      case "s":
        return `${this.epoch}`;
      case "a":
        return WEEKDAYS[this.weekday];
      case "A":
        return LONG_WEEKDAYS[this.weekday];
      case "b":
      case "h":
        return MONTHS[this.month - 1];
      case "B":
        return LONG_MONTHS[this.month - 1];
      case "j":
        return `${this.dayOfYear}`.padStart(3, "0");
      case "u":
        return `${this.weekday === 0 ? 7 : this.weekday}`;
      case "w":
        return `${this.weekday}`;
      case "Z":
        return "UTC";
      case "z":
        return "+0000";
      case "F":
        return this.format("%Y-%m-%d");
      case "T":
        return this.format("%H:%M:%S");
      case "R":
        return this.format("%H:%M");
      case "D":
        return this.format("%m/%d/%y");
      case "c":
        return this.format("%a %b %e %H:%M:%S %Y");
      case "n":
        return "\n";
      case "t":
        return "\t";
      case "%":
        return "%";
      default:
        return `%${letter}`;
    }
  }
}
