package io.lode.lab.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The optima of the standard closed-form worlds at a few horizons, found once by {@link
 * OptimumSearch} and kept as a resource.
 */
public final class KnownOptima {

  private static final String RESOURCE = "known-optima.json";
  private static final double[] HORIZONS = {0.1, 0.5, 1.0};
  private static final int PERTURBATIONS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private KnownOptima() {}

  /** The kept optimum of a world at a step, if there is one. */
  static Optional<KnownOptimum> find(String world, double step) {
    return Resource.OPTIMA.getOrDefault(world, List.of()).stream()
        .filter(optimum -> optimum.step() == step)
        .findFirst();
  }

  /** Reads the resource at the first use. */
  private static final class Resource {
    static final Map<String, List<KnownOptimum>> OPTIMA = read();

    private static Map<String, List<KnownOptimum>> read() {
      try (InputStream in = KnownOptima.class.getResourceAsStream(RESOURCE)) {
        Map<String, List<KnownOptimum>> optima = new LinkedHashMap<>();
        if (in == null) {
          return optima;
        }
        for (JsonNode node : JSON.readTree(in).get("optima")) {
          optima
              .computeIfAbsent(node.get("world").textValue(), world -> new ArrayList<>())
              .add(optimum(node));
        }
        return optima;
      } catch (IOException e) {
        throw new UncheckedIOException("resource " + RESOURCE + " could not be read", e);
      }
    }

    private static KnownOptimum optimum(JsonNode node) {
      JsonNode rateNodes = node.get("rates");
      double[] rates = new double[rateNodes.size()];
      for (int k = 0; k < rates.length; k++) {
        rates[k] = rateNodes.get(k).doubleValue();
      }
      return new KnownOptimum(
          node.get("step").doubleValue(),
          new HeldRates(node.get("intervalSteps").doubleValue(), rates),
          node.get("objective").doubleValue());
    }
  }

  /**
   * Searches all optima anew and writes them, a few minutes' work.
   *
   * @param arguments the file to write
   * @throws IOException if it cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException(
          "expected the file to write, found " + arguments.length + " arguments");
    }
    ObjectNode root = JSON.createObjectNode();
    root.put("generator", KnownOptima.class.getName());
    ArrayNode optima = root.putArray("optima");
    for (String name : Worlds.names()) {
      if (Worlds.named(name, Worlds.STANDARD) instanceof ClosedFormWorld world) {
        for (double horizon : HORIZONS) {
          add(
              optima,
              world,
              new OptimumSearch(world, PERTURBATIONS).search(horizon * world.totalSteps()));
        }
      }
    }
    Files.writeString(Path.of(arguments[0]), root.toPrettyString() + "\n", StandardCharsets.UTF_8);
  }

  private static void add(ArrayNode optima, ClosedFormWorld world, KnownOptimum optimum) {
    ObjectNode node = optima.addObject();
    node.put("world", world.name());
    node.put("step", optimum.step());
    node.put("objective", optimum.objective());
    node.put("intervalSteps", optimum.schedule().intervalSteps());
    ArrayNode rates = node.putArray("rates");
    for (double rate : optimum.schedule().rates()) {
      rates.add(rate);
    }
  }
}
