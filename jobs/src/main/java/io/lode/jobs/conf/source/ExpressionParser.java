package io.lode.jobs.conf.source;

import io.lode.jobs.conf.source.Expression.Binary;
import io.lode.jobs.conf.source.Expression.Constant;
import io.lode.jobs.conf.source.Expression.Operator;
import io.lode.jobs.conf.source.Expression.Variable;
import io.lode.jobs.conf.source.Expression.Whole;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recursive descent over the grammar of {@link Expression}. */
final class ExpressionParser {

  private static final Pattern NUMBER =
      Pattern.compile("(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*(?<![.-])");

  private final String text;
  private int at;

  ExpressionParser(String text) {
    this.text = text;
  }

  Expression parse() {
    Expression expression = sum();
    if (!atEnd()) {
      throw unexpected("an operator or the end");
    }
    return expression;
  }

  private Expression sum() {
    Expression left = product();
    while (true) {
      if (accept('+')) {
        left = new Binary(Operator.ADD, left, product());
      } else if (accept('-')) {
        left = new Binary(Operator.SUBTRACT, left, product());
      } else {
        return left;
      }
    }
  }

  private Expression product() {
    Expression left = factor();
    while (true) {
      if (accept('*')) {
        left = new Binary(Operator.MULTIPLY, left, factor());
      } else if (accept('/')) {
        left = new Binary(Operator.DIVIDE, left, factor());
      } else {
        return left;
      }
    }
  }

  private Expression factor() {
    if (accept('-')) {
      return new Binary(Operator.SUBTRACT, new Constant(0), factor());
    }
    if (accept('(')) {
      Expression inner = sum();
      expect(')');
      return inner;
    }
    if (accept('$')) {
      expect('{');
      int end = text.indexOf('}', at);
      if (end <= at) {
        throw unexpected("a name and '}'");
      }
      String name = text.substring(at, end).strip();
      at = end + 1;
      return new Variable(name);
    }
    Matcher number = match(NUMBER);
    if (number != null) {
      return new Constant(Double.parseDouble(number.group()));
    }
    Matcher name = match(NAME);
    if (name != null) {
      return accept('(') ? function(name.group()) : new Variable(name.group());
    }
    throw unexpected("a number, a name or '('");
  }

  private Expression function(String name) {
    Expression first = sum();
    if (name.equals("int")) {
      expect(')');
      return new Whole(first);
    }
    Operator operator =
        switch (name) {
          case "min" -> Operator.MINIMUM;
          case "max" -> Operator.MAXIMUM;
          default ->
              throw new IllegalArgumentException(
                  "functions are int, min and max, found '" + name + "' in '" + text + "'");
        };
    expect(',');
    Expression second = sum();
    expect(')');
    return new Binary(operator, first, second);
  }

  private Matcher match(Pattern pattern) {
    skipSpace();
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    return matcher;
  }

  private boolean accept(char expected) {
    if (atEnd() || text.charAt(at) != expected) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char expected) {
    if (!accept(expected)) {
      throw unexpected("'" + expected + "'");
    }
  }

  private boolean atEnd() {
    skipSpace();
    return at >= text.length();
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException unexpected(String expected) {
    String found = at >= text.length() ? "the end" : "'" + text.charAt(at) + "'";
    return new IllegalArgumentException(
        "expected "
            + expected
            + " at character "
            + (at + 1)
            + " of '"
            + text
            + "', found "
            + found);
  }
}
