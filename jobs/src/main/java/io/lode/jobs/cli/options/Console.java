package io.lode.jobs.cli.options;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.lode.jobs.JobException;
import io.lode.jobs.SafeText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a command's result and its errors go.
 *
 * @param out takes the result and nothing else
 * @param err takes progress, warnings and errors
 */
public record Console(PrintStream out, PrintStream err) {

  /** Loaded where a document is printed, not for a line about a wrong option. */
  private static final class Documents {

    static final ObjectMapper JSON =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(
                new SimpleModule()
                    .addSerializer(double.class, new FiniteNumbers())
                    .addSerializer(Double.class, new FiniteNumbers()))
            .build();
  }

  /** Writes NaN and infinities as null, which JSON has, instead of as words, which it has not. */
  private static final class FiniteNumbers extends StdSerializer<Double> {

    private static final long serialVersionUID = 1L;

    private FiniteNumbers() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  /** Prints a JSON document; a number that JSON does not have becomes null. */
  public void json(Map<String, Object> document) {
    try {
      out.println(Documents.JSON.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How results are printed. */
  public enum Form {
    /** Lines for people. */
    LINES,
    /** One JSON document. */
    JSON;

    /** The form that arguments ask for, also where they are wrong otherwise. */
    static Form of(String... arguments) {
      return Arrays.asList(arguments).contains("--json") ? JSON : LINES;
    }
  }

  /** Prints a result, and why its exit status is not 0 where it is not. */
  public void result(Result result, Form form) {
    if (form == Form.JSON) {
      Map<String, Object> document = new LinkedHashMap<>(result.json());
      if (result.failure() != null) {
        document.put("error", oneLine(result.failure()));
      }
      json(document);
    } else {
      result.lines().forEach(line -> out.println(SafeText.escaped(line)));
    }
    if (result.failure() != null) {
      err.println("lode: " + oneLine(result.failure()));
    }
  }

  /** Prints what a user should know although the work went on. */
  void notices(List<String> lines) {
    lines.forEach(line -> err.println("lode: notice: " + flat(line)));
  }

  /** Prints an error as one line; in the form JSON also as a document. */
  public void error(Throwable error, Form form) {
    if (form == Form.JSON) {
      json(Map.of("error", oneLine(error)));
    }
    err.println("lode: " + oneLine(error));
  }

  /** Prints that the process was interrupted, as an error is printed. */
  void interrupted(Form form) {
    if (form == Form.JSON) {
      json(Map.of("error", "interrupted"));
    }
    err.println("lode: interrupted");
  }

  /** Prints where an error came from. */
  public void trace(Throwable error) {
    error.printStackTrace(err);
  }

  /** The exit status of an error. */
  public static int exitStatus(Throwable error) {
    JobException known = known(error);
    return known == null ? 1 : known.exitStatus();
  }

  private static String oneLine(Throwable error) {
    JobException known = known(error);
    if (known != null) {
      return flat(known.getMessage());
    }
    Throwable root = error;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String advice = ErrorAdvice.of(error);
    if (advice != null) {
      return flat(advice);
    }
    return "unexpected "
        + root.getClass().getSimpleName()
        + ": "
        + flat(String.valueOf(root.getMessage()))
        + " (--verbose shows where)";
  }

  /** Spark wraps what a task throws, so the known cause may lie deep. */
  private static JobException known(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof JobException known) {
        return known;
      }
    }
    return null;
  }

  private static String flat(String text) {
    int line = text.indexOf("\n\tat ");
    return SafeText.escaped(
        (line < 0 ? text : text.substring(0, line)).strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
