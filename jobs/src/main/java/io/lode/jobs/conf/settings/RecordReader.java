package io.lode.jobs.conf.settings;

import com.typesafe.config.Config;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Builds a record from a section, each component from the key of its name: {@code firstRadius} from
 * {@code first-radius}.
 *
 * <p>Components are numbers, counts, texts, lists of numbers, or records whose components are read
 * from the same section. A new setting thus needs a component and a documented default in
 * conf/lode.conf. A component {@code seed} is no setting of a section and is read as 0: seeds come
 * from {@code --seed}.
 */
final class RecordReader {

  /** Name of the component that no section holds. */
  static final String SEED = "seed";

  private RecordReader() {}

  /**
   * Reads a record.
   *
   * @throws com.typesafe.config.ConfigException if a key is missing or its value has another type
   * @throws IllegalArgumentException if the record rejects a value
   */
  static <R extends Record> R read(Config section, Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components).map(component -> value(section, component)).toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException rejected) {
        throw rejected;
      }
      throw new IllegalStateException(type + " cannot be built from " + section, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no public constructor of its components", e);
    }
  }

  /** The key of a component. */
  static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Object value(Config section, RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isRecord()) {
      return read(section, type.asSubclass(Record.class));
    }
    String key = key(component);
    if (type == long.class && key.equals(SEED)) {
      return 0L;
    }
    if (type == String.class) {
      return section.getString(key);
    }
    if (type == double.class) {
      return section.getDouble(key);
    }
    if (type == int.class) {
      return section.getInt(key);
    }
    if (type == List.class) {
      return List.copyOf(section.getDoubleList(key));
    }
    throw new IllegalStateException(key + " is a " + type + ", which no setting can be");
  }
}
