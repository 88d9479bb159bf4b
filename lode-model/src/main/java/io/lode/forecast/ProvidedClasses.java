package io.lode.forecast;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds the classes by which jars extend LODE: those that a {@link ServiceLoader} finds with the
 * thread's context class loader, which Spark sets to the class path with its added jars.
 */
public final class ProvidedClasses {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._+-]*";

  private ProvidedClasses() {}

  /**
   * One instance of every provided class, by name, in the order of the class path.
   *
   * @param type the interface that jars implement
   * @param kind what the interface stands for, for messages, such as {@code forecaster}
   * @param name how an instance says its name
   * @param builtIn names that no provided class may have
   * @throws IllegalArgumentException if a class cannot be loaded, its name is not made of letters,
   *     digits, points, plus signs, hyphens and underscores, or another class has that name
   */
  public static <T> Map<String, T> byName(
      Class<T> type, String kind, Function<T, String> name, Collection<String> builtIn) {
    Map<String, T> found = new LinkedHashMap<>();
    try {
      for (T provided : ServiceLoader.load(type)) {
        String own = checked(kind, provided, name.apply(provided));
        if (builtIn.contains(own)) {
          throw new IllegalArgumentException(
              "a provided %s needs a name of its own, found '%s' of %s, which LODE has itself"
                  .formatted(kind, own, provided.getClass().getName()));
        }
        T other = found.put(own, provided);
        if (other != null) {
          throw new IllegalArgumentException(
              "a provided %s needs a name of its own, found '%s' of both %s and %s"
                  .formatted(kind, own, other.getClass().getName(), provided.getClass().getName()));
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          "a provided %s cannot be loaded: %s"
              .formatted(kind, String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
          e);
    }
    return found;
  }

  private static String checked(String kind, Object provided, String name) {
    if (name == null || !name.matches(NAME)) {
      throw new IllegalArgumentException(
          "the name of a %s must match %s, found '%s' of %s"
              .formatted(kind, NAME, name, provided.getClass().getName()));
    }
    return name;
  }
}
