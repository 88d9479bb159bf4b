package io.lode.jobs.ingest.tracker;

import io.lode.jobs.ingest.format.Numbers;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import java.io.Closeable;
import java.io.IOException;

/** The values that a tracker logged, one after another. */
interface LoggedValues extends Closeable {

  /**
   * One logged value, as text.
   *
   * @param metric its name
   * @param value the number
   * @param step the step
   * @param time seconds since 1970
   * @param raw as it is stored
   * @param facts what is said of its run
   * @param defect why it is no value, or null
   */
  record Value(
      String metric,
      String value,
      String step,
      String time,
      String raw,
      RunMetadata facts,
      RowDefect defect) {

    /** What was found and is no value. */
    static Value defective(String raw, RunMetadata facts, RowDefect defect) {
      return new Value("", "", "", "", raw, facts, defect);
    }

    /** Seconds of a timestamp in milliseconds; the same text where it is no number. */
    static String seconds(String milliseconds) {
      Double number = Numbers.parse(milliseconds);
      return number == null ? milliseconds : Double.toString(number / 1000);
    }

    /** MLflow stores an infinity as the largest number there is. */
    static String orInfinity(String value) {
      Double number = Numbers.parse(value);
      if (number == null || Double.isNaN(number) || Math.abs(number) < Double.MAX_VALUE) {
        return value;
      }
      return number > 0 ? "inf" : "-inf";
    }
  }

  /** The next value; null at the end. */
  Value next() throws IOException;

  /** Nothing but a defect. */
  static LoggedValues of(RowDefect defect) {
    return new LoggedValues() {
      private boolean told;

      @Override
      public Value next() {
        Value value = told ? null : Value.defective("", RunMetadata.NONE, defect);
        told = true;
        return value;
      }

      @Override
      public void close() {}
    };
  }
}
