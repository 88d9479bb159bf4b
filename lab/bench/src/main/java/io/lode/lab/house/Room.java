package io.lode.lab.house;

import java.util.List;
import java.util.Set;

/**
 * A package as its package-info describes it.
 *
 * @param module folder of its module below the repository, such as {@code lab/bench}
 * @param name of the package without {@code io.lode.}
 * @param purpose first sentence of its package-info
 * @param mayImport rooms that its package-info lets it import; {@code model.*} is every room below
 *     {@code model}, {@code *} every room that lies outside the lab
 * @param imports rooms that its classes do import
 * @param files number of its classes' files
 * @param lines of these files
 */
public record Room(
    String module,
    String name,
    String purpose,
    List<String> mayImport,
    Set<String> imports,
    int files,
    int lines) {

  /** Copies the collections. */
  public Room {
    mayImport = List.copyOf(mayImport);
    imports = Set.copyOf(imports);
  }

  /** Whether its package-info lets it import another room. */
  public boolean mayImport(String other) {
    return name.equals(other) || mayImport.stream().anyMatch(rule -> admits(rule, other));
  }

  private boolean admits(String rule, String other) {
    if (rule.equals("*")) {
      return name.startsWith("lab.") || !other.startsWith("lab.");
    }
    return rule.endsWith(".*")
        ? other.startsWith(rule.substring(0, rule.length() - 1))
        : other.equals(rule);
  }
}
