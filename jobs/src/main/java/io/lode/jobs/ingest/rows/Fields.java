package io.lode.jobs.ingest.rows;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.trajectory.Objective;
import java.util.List;

/** The measured fields of an observation but its step, by number. */
public final class Fields {

  /** The names, in the order of the table's columns. */
  public static final List<String> NAMES =
      SourceDefinition.MEASURED.stream().filter(name -> !name.equals("step")).toList();

  /** The number of the field {@code time}, seconds since 1970. */
  public static final int TIME = NAMES.indexOf("time");

  /** The number of the field {@code epoch}. */
  public static final int EPOCH = NAMES.indexOf("epoch");

  /** The number of the field {@code learning_rate}. */
  public static final int LEARNING_RATE = NAMES.indexOf("learning_rate");

  /** The number of the field {@code train_loss}. */
  public static final int TRAIN_LOSS = NAMES.indexOf("train_loss");

  /** Whether a field says more of a step than when it was. */
  public static boolean isOutcome(int field) {
    return field >= 0 && field < NAMES.size() && field != TIME && field != EPOCH;
  }

  private Fields() {}

  /** The number of the field that an objective names, or -1 where it names a metric. */
  public static int of(Objective objective) {
    return NAMES.indexOf(objective.metric());
  }
}
