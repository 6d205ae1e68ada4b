import { realtimeNanoseconds } from "../platform/clock.ts";

/** A time that a file keeps: before 1970 too, and as far away as programs say. */
@struct
export class FileTime {
  /** Seconds since 1970, and nanoseconds from there on, below 1,000,000,000. */
  seconds: i64 = 0;
  nanoseconds: u32 = 0;

  /** What time it is. */
  static now(): FileTime {
    const now = realtimeNanoseconds();
    return FileTime.of(i64(now / 1_000_000_000), u32(now % 1_000_000_000));
  }

  /** That time. */
  static of(seconds: i64, nanoseconds: u32): FileTime {
    const time = new FileTime();
    time.seconds = seconds;
    time.nanoseconds = nanoseconds;
    return time;
  }

  /** Whether it is later. */
  isAfter(other: FileTime): boolean {
    return (
      this.seconds > other.seconds || (this.seconds === other.seconds && this.nanoseconds > other.nanoseconds)
    );
  }
}
