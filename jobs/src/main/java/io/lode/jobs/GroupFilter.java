package io.lode.jobs;

import io.lode.trajectory.GroupKey;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The groups that a command works on: all, or one model on one dataset, with one optimizer or any.
 *
 * @param model the model, or null for all groups
 * @param dataset the dataset, or null for all groups
 * @param optimizer the optimizer, or null for any
 */
public record GroupFilter(String model, String dataset, String optimizer)
    implements Predicate<GroupKey> {

  private static final Pattern SYNTAX =
      Pattern.compile("model=(.+?),dataset=(.+?)(?:,optimizer=(.+))?", Pattern.DOTALL);

  /** Every group. */
  public static GroupFilter all() {
    return new GroupFilter(null, null, null);
  }

  /**
   * Reads {@code model=M,dataset=D[,optimizer=O]}.
   *
   * @throws UsageException if the text is not of this form
   */
  public static GroupFilter parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException(
          "--group takes model=M,dataset=D[,optimizer=O], found '" + text + "'");
    }
    return new GroupFilter(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  /**
   * The error where a store has no group that this admits.
   *
   * @param store the store's URI
   * @param groups that it has
   */
  public NothingUsableException nothingIn(String store, Collection<GroupKey> groups) {
    List<String> names =
        groups.stream()
            .map(
                group ->
                    new GroupFilter(
                        group.model(),
                        group.dataset(),
                        optimizer == null ? null : group.optimizer()))
            .map(GroupFilter::toString)
            .toList();
    return new NothingUsableException(
        "store "
            + store
            + " holds no runs of "
            + this
            + NearestName.of(toString(), names)
                .map(near -> "; did you mean --group " + near + "?")
                .orElse("")
            + "; lode show lists its groups");
  }

  @Override
  public boolean test(GroupKey group) {
    return model == null
        || (model.equals(group.model())
            && dataset.equals(group.dataset())
            && (optimizer == null || optimizer.equals(group.optimizer())));
  }

  /** As it was given, for messages. */
  @Override
  public String toString() {
    return model == null
        ? "all groups"
        : "model="
            + model
            + ",dataset="
            + dataset
            + (optimizer == null ? "" : ",optimizer=" + optimizer);
  }
}
