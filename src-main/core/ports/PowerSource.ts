/** What feeds the computer. Asked before every file, so an answer must cost next to nothing; unknown counts as mains. */
export interface PowerSource {
  onBattery(): boolean
}
