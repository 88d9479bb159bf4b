package io.lode.jobs.cli.options;

import io.lode.jobs.JobException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command came to.
 *
 * @param json the document that {@code --json} prints; keys in the order to print them, values that
 *     Jackson writes: maps, lists, records, strings, numbers, null
 * @param lines what is printed without {@code --json}
 * @param failure why the exit status is not 0 although there is a result, or null
 */
public record Result(Map<String, Object> json, List<String> lines, JobException failure) {

  /**
   * The result of work in several parts.
   *
   * @param keys of the parts in the JSON document
   * @param parts as many
   * @param failure of the whole, or null
   */
  public static Result ofParts(List<String> keys, List<Result> parts, JobException failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      json.put(keys.get(i), parts.get(i).json());
      lines.addAll(parts.get(i).lines());
    }
    return new Result(json, lines, failure);
  }

  /** A result without failure. */
  public static Result of(Map<String, Object> json, List<String> lines) {
    return new Result(json, lines, null);
  }
}
