package io.lode.trajectory;

/** Whether a run learned, judged beside the other runs of its sweep. */
public enum LearningStatus {
  /** Its objective improved; forecasts are fitted to such runs and judged by them. */
  LEARNS("learns"),
  /** It gained next to nothing over the level where training starts. */
  LEARNED_NOTHING("learned nothing"),
  /** It hardly moved after its first steps, though other runs got much further. */
  PLATEAU("stuck at a plateau"),
  /** It rose above the level where training starts, or back to it, and did not recover. */
  BLEW_UP("blew up and came back"),
  /** Its status says that it diverged. */
  DIVERGED("diverged");

  private final String words;

  LearningStatus(String words) {
    this.words = words;
  }

  /** The status in words, such as {@code stuck at a plateau}. */
  public String words() {
    return words;
  }
}
