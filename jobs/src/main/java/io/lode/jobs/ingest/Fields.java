package io.lode.jobs.ingest;

import io.lode.jobs.conf.SourceDefinition;
import io.lode.trajectory.Objective;
import java.util.List;

/** The measured fields of an observation but its step, by number. */
final class Fields {

  /** The names, in the order of the table's columns. */
  static final List<String> NAMES =
      SourceDefinition.MEASURED.stream().filter(name -> !name.equals("step")).toList();

  static final int TIME = NAMES.indexOf("time");
  static final int LEARNING_RATE = NAMES.indexOf("learning_rate");
  static final int TRAIN_LOSS = NAMES.indexOf("train_loss");

  private Fields() {}

  /** The number of the field that an objective names, or -1 where it names a metric. */
  static int of(Objective objective) {
    return NAMES.indexOf(objective.metric());
  }
}
