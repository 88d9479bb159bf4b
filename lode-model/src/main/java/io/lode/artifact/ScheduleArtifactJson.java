package io.lode.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.Direction;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Schedule artifacts as JSON, {@code lode-schedule/1}.
 *
 * <p>The id is the SHA-256, in hexadecimal digits, of the file's bytes with the id's own 64 digits
 * replaced by zeros, so that any language can check a file without writing JSON itself. Keys that a
 * reader does not know are ignored, and covered by the id.
 */
public final class ScheduleArtifactJson {

  /** The format's name and version. */
  public static final String FORMAT = "lode-schedule/1";

  private static final String INTERPOLATION = "log-linear";
  private static final String NO_ID = "0".repeat(64);
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ScheduleArtifactJson() {}

  /** The artifact's file. */
  public static byte[] write(ScheduleArtifact artifact) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("id", NO_ID);
    json.put("version", artifact.version());
    json.put("model", artifact.group().model());
    json.put("dataset", artifact.group().dataset());
    json.put("optimizer", artifact.group().optimizer());
    if (artifact.run() != null) {
      json.put("run", artifact.run());
    }
    json.put("horizon", artifact.horizon());
    json.put("totalSteps", artifact.totalSteps());
    ObjectNode objective = json.putObject("objective");
    objective.put("metric", artifact.objective().metric());
    objective.put("direction", artifact.objective().direction().label());
    if (artifact.objective().direction() == Direction.MAXIMIZE) {
      objective.put("ceiling", artifact.objective().ceiling());
    }
    ArrayNode knots = json.putArray("knots");
    for (int i = 0; i < artifact.schedule().step().length; i++) {
      ObjectNode knot = knots.addObject();
      knot.put("step", artifact.schedule().step()[i]);
      knot.put("learningRate", artifact.schedule().learningRate()[i]);
    }
    json.put("interpolation", INTERPOLATION);
    json.put("decision", artifact.decision());
    json.put("reason", artifact.reason());
    json.put("policy", artifact.policy());
    json.put("risk", artifact.risk());
    json.set("predicted", JSON.valueToTree(artifact.predicted()));
    json.set("outcome", JSON.valueToTree(artifact.outcome()));
    json.set("bestRun", JSON.valueToTree(artifact.bestRun()));
    json.set("compared", JSON.valueToTree(artifact.compared()));
    json.set("bounds", JSON.valueToTree(artifact.bounds()));
    // A group that varies nothing has the same file as before.
    if (!artifact.settings().equals(ScheduleSettings.NONE)) {
      ScheduleSettingsJson.write(json.putObject("settings"), artifact.settings());
    }
    json.set("provenance", JSON.valueToTree(artifact.provenance()));
    LongRunKeysJson.write(artifact.longRun(), json);
    try {
      String text = JSON.writeValueAsString(json) + "\n";
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      // The id's place is its first occurrence: the key stands before any text of a user.
      return text.replaceFirst(NO_ID, Digests.sha256(bytes)).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads an artifact and checks its id.
   *
   * @param file its name, for messages
   * @throws ArtifactException if the bytes are not a whole artifact of this format, or not those
   *     that the id was made of
   */
  public static ScheduleArtifact read(byte[] bytes, String file) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new ArtifactException(file + " is not JSON: it may be cut off or damaged", e);
    }
    if (json == null || json.isMissingNode()) {
      throw new ArtifactException(file + " is not JSON: it is empty");
    }
    if (!json.isObject()) {
      throw new ArtifactException(file + " is not a JSON object");
    }
    String format = text(json, "format", file);
    if (!format.equals(FORMAT)) {
      throw new ArtifactException(file + ": format must be " + FORMAT + ", found " + format);
    }
    checkId(text(json, "id", file), bytes, file);
    String interpolation = text(json, "interpolation", file);
    if (!interpolation.equals(INTERPOLATION)) {
      throw new ArtifactException(
          file + ": interpolation must be " + INTERPOLATION + ", found " + interpolation);
    }
    try {
      return artifact(json, file);
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw new ArtifactException(file + ": " + firstLine(e), e);
    }
  }

  private static ScheduleArtifact artifact(JsonNode json, String file)
      throws JsonProcessingException {
    List<Double> steps = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    for (JsonNode knot : field(json, "knots", file)) {
      steps.add(number(knot, "step", file));
      rates.add(number(knot, "learningRate", file));
    }
    JsonNode objective = field(json, "objective", file);
    JsonNode ceiling = objective.path("ceiling");
    List<ScheduleArtifact.Compared> compared = new ArrayList<>();
    for (JsonNode one : field(json, "compared", file)) {
      compared.add(JSON.treeToValue(one, ScheduleArtifact.Compared.class));
    }
    return new ScheduleArtifact(
        version(json, file),
        new GroupKey(
            text(json, "model", file), text(json, "dataset", file), text(json, "optimizer", file)),
        optionalText(json, "run", file),
        horizon(json, file),
        positive(json, "totalSteps", file),
        new Objective(
            text(objective, "metric", file),
            Direction.of(text(objective, "direction", file)),
            ceiling.isNumber() ? ceiling.doubleValue() : Double.NaN),
        new PiecewiseLogLinear(array(steps), array(rates)),
        text(json, "decision", file),
        text(json, "reason", file),
        text(json, "policy", file),
        text(json, "risk", file),
        part(json, "predicted", ScheduleArtifact.Predicted.class, file),
        part(json, "outcome", ScheduleArtifact.Outcome.class, file),
        part(json, "bestRun", ScheduleArtifact.BestRun.class, file),
        compared,
        bounds(field(json, "bounds", file), file),
        part(json, "provenance", Provenance.class, file),
        ScheduleSettingsJson.read(json.path("settings")),
        LongRunKeysJson.read(json));
  }

  private static ScheduleBounds bounds(JsonNode json, String file) {
    return new ScheduleBounds(number(json, "minimum", file), number(json, "maximum", file));
  }

  private static void checkId(String id, byte[] bytes, String file) {
    if (!id.matches("[0-9a-f]{64}")) {
      throw new ArtifactException(file + ": id must be 64 hexadecimal digits, found " + id);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    String found = Digests.sha256(text.replaceFirst(id, NO_ID).getBytes(StandardCharsets.UTF_8));
    if (!found.equals(id)) {
      throw new ArtifactException(
          file + ": its content does not match its id; expected " + id + ", found " + found);
    }
  }

  private static JsonNode field(JsonNode json, String key, String file) {
    JsonNode value = json.get(key);
    if (value == null || value.isNull()) {
      throw new ArtifactException(file + ": " + key + " is missing");
    }
    return value;
  }

  private static String text(JsonNode json, String key, String file) {
    JsonNode value = field(json, key, file);
    if (!value.isTextual()) {
      throw new ArtifactException(file + ": " + key + " must be a text, found " + value);
    }
    return value.textValue();
  }

  private static double number(JsonNode json, String key, String file) {
    JsonNode value = field(json, key, file);
    if (!value.isNumber()) {
      throw new ArtifactException(file + ": " + key + " must be a number, found " + value);
    }
    return value.doubleValue();
  }

  private static String optionalText(JsonNode json, String key, String file) {
    return json.path(key).isMissingNode() || json.path(key).isNull() ? null : text(json, key, file);
  }

  private static int version(JsonNode json, String file) {
    JsonNode value = field(json, "version", file);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw new ArtifactException(file + ": version must be a whole number, found " + value);
    }
    return value.intValue();
  }

  private static double horizon(JsonNode json, String file) {
    double horizon = number(json, "horizon", file);
    if (!(horizon > 0 && horizon <= 1)) {
      throw new ArtifactException(
          file + ": horizon must be over 0 and at most 1, found " + json.get("horizon"));
    }
    return horizon;
  }

  private static double positive(JsonNode json, String key, String file) {
    double value = number(json, key, file);
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new ArtifactException(file + ": " + key + " must be over 0, found " + json.get(key));
    }
    return value;
  }

  private static <T> T part(JsonNode json, String key, Class<T> type, String file)
      throws JsonProcessingException {
    return JSON.treeToValue(field(json, key, file), type);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }
}
