package io.lode.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.artifact.LongRunKeys.Extension;
import io.lode.artifact.LongRunKeys.Length;
import io.lode.artifact.LongRunKeys.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys {@code extension}, {@code anytime}, {@code lengths} and {@code shapes} of an artifact.
 */
final class LongRunKeysJson {

  private LongRunKeysJson() {}

  /** Writes those that there are. */
  static void write(LongRunKeys keys, ObjectNode json) {
    if (keys.extension() != null) {
      ObjectNode extension = json.putObject("extension");
      extension.put("fromStep", keys.extension().fromStep());
      extension.put("formerSteps", keys.extension().formerSteps());
    }
    if (keys.cooldowns() != null) {
      ObjectNode anytime = json.putObject("anytime");
      anytime.put("shape", keys.cooldowns().shape().label());
      anytime.put("lastPart", keys.cooldowns().lastPart());
      ArrayNode cooldowns = anytime.putArray("cooldowns");
      for (Cooldowns.Stop stop : keys.cooldowns().stops()) {
        ObjectNode one = cooldowns.addObject();
        one.put("fromStep", stop.fromStep());
        one.put("steps", stop.steps());
        one.put("objective", stop.objective());
        one.put("standardDeviation", stop.standardDeviation());
      }
    }
    if (!keys.lengths().isEmpty()) {
      ArrayNode lengths = json.putArray("lengths");
      for (Length length : keys.lengths()) {
        ObjectNode one = lengths.addObject();
        one.put("steps", length.steps());
        one.put("objective", length.objective());
        one.put("standardDeviation", length.standardDeviation());
      }
    }
    if (!keys.shapes().isEmpty()) {
      ArrayNode shapes = json.putArray("shapes");
      for (Shape shape : keys.shapes()) {
        ObjectNode one = shapes.addObject();
        one.put("schedule", shape.schedule());
        ArrayNode mean = one.putArray("mean");
        shape.mean().forEach(value -> mean.add(value));
      }
    }
  }

  /**
   * Reads those that there are.
   *
   * @throws IllegalArgumentException if a value is missing or wrong
   */
  static LongRunKeys read(JsonNode json) {
    if (!json.hasNonNull("extension") && !json.hasNonNull("anytime") && !json.has("lengths")) {
      return LongRunKeys.NONE;
    }
    JsonNode extension = json.path("extension");
    JsonNode anytime = json.path("anytime");
    List<Length> lengths = new ArrayList<>();
    for (JsonNode length : json.path("lengths")) {
      lengths.add(
          new Length(
              number(length, "lengths", "steps"),
              number(length, "lengths", "objective"),
              number(length, "lengths", "standardDeviation")));
    }
    return new LongRunKeys(
        extension.isObject()
            ? new Extension(
                number(extension, "extension", "fromStep"),
                number(extension, "extension", "formerSteps"))
            : null,
        anytime.isObject() ? cooldowns(anytime) : null,
        lengths,
        shapes(json.path("shapes")));
  }

  /** Artifacts of earlier builds have none. */
  private static List<Shape> shapes(JsonNode json) {
    List<Shape> shapes = new ArrayList<>();
    for (JsonNode one : json) {
      List<Double> mean = new ArrayList<>();
      for (JsonNode value : one.path("mean")) {
        if (!value.isNumber()) {
          throw new IllegalArgumentException(
              "shapes.mean must be numbers, found " + value.toString());
        }
        mean.add(value.asDouble());
      }
      shapes.add(new Shape(one.path("schedule").asText(), mean));
    }
    return shapes;
  }

  private static Cooldowns cooldowns(JsonNode anytime) {
    List<Cooldowns.Stop> stops = new ArrayList<>();
    for (JsonNode one : anytime.path("cooldowns")) {
      stops.add(
          new Cooldowns.Stop(
              number(one, "anytime.cooldowns", "fromStep"),
              number(one, "anytime.cooldowns", "steps"),
              number(one, "anytime.cooldowns", "objective"),
              number(one, "anytime.cooldowns", "standardDeviation")));
    }
    return new Cooldowns(
        Cooldowns.Shape.of(anytime.path("shape").asText()),
        number(anytime, "anytime", "lastPart"),
        stops);
  }

  private static double number(JsonNode json, String of, String key) {
    JsonNode value = json.path(key);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(
          of
              + "."
              + key
              + " must be a number, found "
              + (value.isMissingNode() ? "nothing" : value));
    }
    return value.doubleValue();
  }
}
