package io.lode.hyperparameter;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;

/** A value of a hyperparameter with its type. */
public sealed interface HyperparameterValue extends Serializable {

  /** Texts that stand for a value that was not set. */
  Set<String> UNSET = Set.of("", "none", "null", "nan", "na", "n/a");

  /** How it is written in logs and messages. */
  String text();

  /** A finite number. */
  record Numeric(double value, String text) implements HyperparameterValue {}

  /** True or false. */
  record Flag(boolean value) implements HyperparameterValue {
    @Override
    public String text() {
      return String.valueOf(value);
    }
  }

  /** Any other text. */
  record Category(String text) implements HyperparameterValue {}

  /** Not set, or not logged. */
  record Missing() implements HyperparameterValue {
    @Override
    public String text() {
      return "missing";
    }
  }

  /**
   * The value that a text means.
   *
   * @param text as logged; null where nothing was
   */
  static HyperparameterValue of(String text) {
    if (text == null || UNSET.contains(text.strip().toLowerCase(Locale.ROOT))) {
      return new Missing();
    }
    String stripped = text.strip();
    if (stripped.equalsIgnoreCase("true") || stripped.equalsIgnoreCase("false")) {
      return new Flag(Boolean.parseBoolean(stripped));
    }
    // Java reads 1d and 0x1p3 as numbers, too; logs mean text by them.
    if (stripped.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
      double value = Double.parseDouble(stripped);
      if (Double.isFinite(value)) {
        return new Numeric(value, stripped);
      }
    }
    return new Category(stripped);
  }

  /** Whether nothing was set. */
  default boolean missing() {
    return this instanceof Missing;
  }

  /** Whether two values are the same, however they are written: 0.1 is 1e-1. */
  default boolean same(HyperparameterValue other) {
    if (this instanceof Numeric mine && other instanceof Numeric its) {
      return mine.value() == its.value();
    }
    return equals(other);
  }
}
