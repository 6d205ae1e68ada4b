/** Days from 1970-01-01 to a date of the Gregorian calendar. */
export function daysSinceEpoch(year: u64, month: u64, day: u64): u64 {
  // Years that begin in March have the leap day at the end.
  const y = month <= 2 ? year - 1 : year;
  const m = month <= 2 ? month + 9 : month - 3;
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * m + 2) / 5 + day - 1;
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
}
