/** What a device driver does when its interrupt comes. */
export abstract class InterruptHandler {
  /**
   * Called with interrupts off. Returns whether the device had anything to say (a shared line asks all its handlers).
   * Must be short; must not sleep, allocate or throw.
   */
  abstract handle(): boolean;
}
