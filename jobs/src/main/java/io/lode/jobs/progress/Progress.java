package io.lode.jobs.progress;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Takes what long work says of itself. May be called from any thread. */
@FunctionalInterface
public interface Progress extends Consumer<String> {

  /** One line that is worth keeping, such as what was decided or found. */
  @Override
  void accept(String line);

  /**
   * How far work is, every second or so; whoever takes it shows it in place of the last one, now
   * and then, or not at all.
   */
  default void update(String line) {}

  /**
   * Starts to tell how far a piece of work is, until the stage is closed.
   *
   * @param what is done, such as {@code train}
   * @param unit of what is counted, in the plural, such as {@code groups}
   * @param total how many there are
   * @param done how many of them are done; asked from another thread
   */
  default Stage stage(String what, String unit, long total, LongSupplier done) {
    return new Stage(this, what, unit, total, done);
  }
}
