package io.lode.lab.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.artifact.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What two stores must have in common that came of the same logs, settings and seed. */
public final class StoreContents {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StoreContents() {}

  /**
   * The published files of a store in a local folder: schedules, ensembles and search states by
   * their path, as digests of what does not depend on when or from which snapshot they were made.
   */
  public static SortedMap<String, String> of(Path store) {
    SortedMap<String, String> contents = new TreeMap<>();
    try {
      for (String kind : List.of("schedules", "ensembles", "state")) {
        if (Files.isDirectory(store.resolve(kind))) {
          try (Stream<Path> files = Files.walk(store.resolve(kind))) {
            for (Path file : files.filter(StoreContents::isPublished).toList()) {
              contents.put(store.relativize(file).toString(), Digests.sha256(timeless(kind, file)));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  /** The first difference between two contents in words; null where there is none. */
  static String difference(SortedMap<String, String> expected, SortedMap<String, String> found) {
    for (String path : expected.keySet()) {
      if (!expected.get(path).equals(found.get(path))) {
        return path + (found.containsKey(path) ? " has other content" : " is missing");
      }
    }
    return found.keySet().stream()
        .filter(path -> !expected.containsKey(path))
        .map(path -> path + " is too many")
        .findFirst()
        .orElse(null);
  }

  private static boolean isPublished(Path file) {
    String name = file.getFileName().toString();
    // The checksums say what the other files say, and cards hold the seconds of the fit.
    return Files.isRegularFile(file) && !name.startsWith(".") && !name.equals("SHA256SUMS");
  }

  private static byte[] timeless(String kind, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean schedule = kind.equals("schedules");
    if (!schedule && !file.getFileName().toString().equals("card.json")) {
      return bytes;
    }
    ObjectNode json = (ObjectNode) JSON.readTree(bytes);
    if (schedule) {
      json.remove("id");
      JsonNode provenance = json.get("provenance");
      ((ObjectNode) provenance).remove(List.of("created", "snapshot"));
    } else {
      json.remove(List.of("created", "snapshot", "seconds"));
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
