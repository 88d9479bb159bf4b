package io.lode.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The jar for clusters holds the licences and notices of every artifact that it bundles.
 *
 * <p>An artifact is bundled if all its classes and resources are in the jar for clusters. Which
 * artifacts that are follows from the jars beside the launcher, so that a new artifact is found
 * without a list.
 */
class LicensesIT {

  private static final Path TARGET = Path.of("target");
  private static final String FOLDER = "META-INF/licenses/";
  private static final Pattern LEGAL =
      Pattern.compile("(?:.*/)?(?:[\\w-]+-)?(?:LICENSE|NOTICE|COPYING|AL2|LGPL2)(?:[._-][^/]*)?");
  private static final Pattern GRANT =
      Pattern.compile(
          "Apache License|Permission is hereby granted|Redistribution and use in source and binary");

  private static final Map<String, Long> cluster = new HashMap<>();
  private static final Map<String, String> texts = new HashMap<>();
  private static final Map<String, Map<String, Long>> bundled = new HashMap<>();

  @BeforeAll
  static void readJars() throws IOException {
    Path shaded;
    try (Stream<Path> jars = Files.list(TARGET)) {
      shaded =
          jars.filter(jar -> jar.toString().endsWith("-cluster.jar")).findFirst().orElseThrow();
    }
    cluster.putAll(entries(shaded));
    try (ZipFile zip = new ZipFile(shaded.toFile())) {
      for (String name : cluster.keySet()) {
        if (name.startsWith(FOLDER) || name.equals("META-INF/LICENSE")) {
          try (InputStream stream = zip.getInputStream(zip.getEntry(name))) {
            texts.put(name, new String(stream.readAllBytes(), UTF_8));
          }
        }
      }
    }
    try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        String artifact = jar.getFileName().toString().replaceFirst("-\\d.*", "");
        Map<String, Long> entries = entries(jar);
        if (!artifact.startsWith("lode-") && isBundled(entries)) {
          bundled.put(artifact, entries);
        }
      }
    }
  }

  /** The files of a jar with the checksum of each. */
  private static Map<String, Long> entries(Path jar) throws IOException {
    Map<String, Long> entries = new HashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach((ZipEntry entry) -> entries.put(entry.getName(), entry.getCrc()));
    }
    return entries;
  }

  private static boolean isBundled(Map<String, Long> entries) {
    Map<String, Long> content = new HashMap<>(entries);
    content
        .keySet()
        .removeIf(
            name ->
                (name.startsWith("META-INF/") && !name.startsWith("META-INF/resources/"))
                    || name.equals("module-info.class")
                    || LEGAL.matcher(name).matches());
    return !content.isEmpty() && cluster.entrySet().containsAll(content.entrySet());
  }

  @Test
  void everyBundledArtifactHasALicence() {
    assertThat(bundled)
        .containsKeys("iceberg-spark-runtime", "picocli", "uplot", "pytorch-jni", "jna")
        .doesNotContainKeys("scala-library", "pytorch-native-cpu");
    List<String> missing = new ArrayList<>();
    for (String artifact : bundled.keySet()) {
      String text = texts.getOrDefault(FOLDER + artifact + "/LICENSE", "");
      if (!GRANT.matcher(text).find()) {
        missing.add(artifact);
      }
    }
    assertThat(missing).as("bundled artifacts without %sARTIFACT/LICENSE", FOLDER).isEmpty();
  }

  @Test
  void everyLicenceAndNoticeThatAnArtifactHoldsIsKeptUnchanged() {
    List<String> lost = new ArrayList<>();
    Set<Long> kept = new HashSet<>(cluster.values());
    bundled.forEach(
        (artifact, entries) ->
            entries.forEach(
                (name, checksum) -> {
                  if (LEGAL.matcher(name).matches() && !kept.contains(checksum)) {
                    lost.add(artifact + ": " + name);
                  }
                }));
    assertThat(lost).as("licences and notices that the jar for clusters lost").isEmpty();
    assertThat(texts)
        .containsKeys(FOLDER + "iceberg-spark-runtime/NOTICE", FOLDER + "jna/LGPL2.1")
        .containsKey(FOLDER + "sqlite-jdbc/LICENSE.zentus");
  }

  @Test
  void noFolderOfLicencesIsLeftFromAnArtifactThatIsNoLongerBundled() {
    List<String> folders =
        texts.keySet().stream()
            .filter(name -> name.startsWith(FOLDER))
            .map(name -> name.substring(FOLDER.length()).replaceFirst("/.*", ""))
            // Iceberg brings these with what it bundles itself.
            .filter(folder -> !folder.startsWith("org.projectnessie"))
            .distinct()
            .toList();
    assertThat(folders).containsExactlyInAnyOrderElementsOf(bundled.keySet());
  }

  @Test
  void theTextOfTheApacheLicenseIsInTheJar() throws IOException {
    assertThat(texts.get("META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("..", "LICENSE")));
  }
}
