package io.lode.jobs.conf.source;

import java.io.Serializable;

/**
 * Arithmetic over what a log says about its run, such as {@code int(${warmup_factor} *
 * total_steps)}.
 *
 * <p>Grammar: numbers, names as {@code ${name}} or bare, {@code + - * /}, a leading minus,
 * parentheses and the functions {@code int} (towards zero), {@code min} and {@code max}.
 */
public sealed interface Expression extends Serializable {

  /** Gives names their values. */
  @FunctionalInterface
  interface Variables {

    /**
     * The value of a name.
     *
     * @throws IllegalArgumentException if the name has no numeric value
     */
    double value(String name);
  }

  /**
   * The value under given variables.
   *
   * @throws IllegalArgumentException if a name has no numeric value
   */
  double evaluate(Variables variables);

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException if the text is not an expression, naming the place
   */
  static Expression parse(String text) {
    return new ExpressionParser(text).parse();
  }

  /** A number. */
  record Constant(double value) implements Expression {
    @Override
    public double evaluate(Variables variables) {
      return value;
    }
  }

  /** A name. */
  record Variable(String name) implements Expression {
    @Override
    public double evaluate(Variables variables) {
      return variables.value(name);
    }
  }

  /** An operator or function over two expressions. */
  record Binary(Operator operator, Expression left, Expression right) implements Expression {
    @Override
    public double evaluate(Variables variables) {
      double a = left.evaluate(variables);
      double b = right.evaluate(variables);
      return switch (operator) {
        case ADD -> a + b;
        case SUBTRACT -> a - b;
        case MULTIPLY -> a * b;
        case DIVIDE -> a / b;
        case MINIMUM -> Math.min(a, b);
        case MAXIMUM -> Math.max(a, b);
      };
    }
  }

  /** The whole part of an expression, towards zero. */
  record Whole(Expression of) implements Expression {
    @Override
    public double evaluate(Variables variables) {
      double value = of.evaluate(variables);
      return value < 0 ? Math.ceil(value) : Math.floor(value);
    }
  }

  /** What combines two expressions. */
  enum Operator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MINIMUM,
    MAXIMUM
  }
}
