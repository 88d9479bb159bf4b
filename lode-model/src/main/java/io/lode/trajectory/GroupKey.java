package io.lode.trajectory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names what one ensemble and one family of schedules belong to: a model trained on a dataset by an
 * optimizer.
 *
 * <p>The values come from logs and may hold anything: slashes, dots, quotes, line breaks.
 *
 * @param model the network, never blank
 * @param dataset the data, never blank
 * @param optimizer the optimizer, never blank; {@link #UNKNOWN} where the log does not say
 */
public record GroupKey(String model, String dataset, String optimizer)
    implements Comparable<GroupKey>, Serializable {

  /** Stands for an optimizer that the log does not name. */
  public static final String UNKNOWN = "unknown";

  private static final Pattern PATH =
      Pattern.compile("model=([^/]+)/dataset=([^/]+)/optimizer=([^/]+)");

  private static final Comparator<GroupKey> ORDER =
      Comparator.comparing(GroupKey::model)
          .thenComparing(GroupKey::dataset)
          .thenComparing(GroupKey::optimizer);

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if a name is null or blank
   */
  public GroupKey {
    requireName("model", model);
    requireName("dataset", dataset);
    requireName("optimizer", optimizer);
  }

  private static void requireName(String what, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(what + " must be a name, found " + quote(value));
    }
  }

  private static String quote(String value) {
    return value == null ? "nothing" : "'" + value + "'";
  }

  /**
   * The group's folder below a store, {@code model=M/dataset=D/optimizer=O}, each value URL-encoded
   * so that no name can leave its folder or act as a pattern.
   */
  public String path() {
    return "model="
        + encode(model)
        + "/dataset="
        + encode(dataset)
        + "/optimizer="
        + encode(optimizer);
  }

  /**
   * Reads a group back from its {@link #path()}; empty where the text is not the path of any group,
   * such as one that names an empty model.
   */
  public static Optional<GroupKey> parsePath(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      GroupKey group =
          new GroupKey(
              decode(matcher.group(1)), decode(matcher.group(2)), decode(matcher.group(3)));
      return group.path().equals(path) ? Optional.of(group) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String decode(String value) {
    return URLDecoder.decode(value, UTF_8);
  }

  /**
   * A name as part of a path: URL-encoded, so that it can neither hold a slash nor be a pattern.
   */
  public static String encode(String value) {
    // URLEncoder leaves the asterisk, which Hadoop reads as a pattern.
    return URLEncoder.encode(value, UTF_8).replace("*", "%2A");
  }

  /**
   * {@code model=M,dataset=D,optimizer=O}, as a person reads it and as {@code --group} takes it.
   */
  @Override
  public String toString() {
    return "model=" + model + ",dataset=" + dataset + ",optimizer=" + optimizer;
  }

  @Override
  public int compareTo(GroupKey other) {
    return ORDER.compare(this, other);
  }
}
