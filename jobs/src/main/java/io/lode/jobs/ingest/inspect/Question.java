package io.lode.jobs.ingest.inspect;

/**
 * What a person should look at before the guess is used.
 *
 * @param text what is not known, and what was guessed
 * @param open whether the guess may store something wrong, so that a person must decide
 */
public record Question(String text, boolean open) {

  /** A guess that may be wrong. */
  static Question open(String text) {
    return new Question(text, true);
  }

  /** A guess that is nearly sure. */
  static Question note(String text) {
    return new Question(text, false);
  }
}
