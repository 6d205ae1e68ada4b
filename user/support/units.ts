/** Numbers as people read them. */

/** `17 B`, `4.0 KiB`, `1.5 GiB` */
export function formatSize(bytes: u64): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit: usize = 0;
  let value = bytes * 10;
  while (value >= 10240 && unit < 4) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0) return `${bytes} B`;
  return `${value / 10}.${value % 10} ${units[unit]}`;
}

/** `2 days, 03:04:05` */
export function formatDuration(seconds: u64): string {
  const days = seconds / 86400;
  const clock = `${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days === 0) return clock;
  return `${days} day${days === 1 ? "" : "s"}, ${clock}`;
}

/** At least two digits. */
export function two(value: u64): string {
  return value.toString().padStart(2, "0");
}
