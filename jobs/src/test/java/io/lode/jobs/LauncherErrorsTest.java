package io.lode.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher says before anything of Java runs. */
class LauncherErrorsTest {

  @TempDir private Path folder;

  private String lode(Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "../submit-scripts/lode", "show");
    builder.environment().put("LODE_NO_BUILD", "1");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    return text;
  }

  private void program(String path, String script) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void anOldJavaIsNamed() throws IOException, InterruptedException {
    program("java/bin/java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    assertThat(lode(Map.of("JAVA_HOME", folder.resolve("java").toString())))
        .contains("is version '11.0.2', expected a JDK 17 or later");
  }

  @Test
  void aSparkOfAnotherVersionIsNamed() throws IOException, InterruptedException {
    program("spark/bin/spark-submit", "exit 9");
    Files.createDirectories(folder.resolve("spark/jars"));
    Files.writeString(folder.resolve("spark/jars/spark-core_2.12-3.5.1.jar"), "");
    assertThat(lode(Map.of("SPARK_HOME", folder.resolve("spark").toString())))
        .contains("with spark-core_2.12-3.5.1.jar, expected Spark 4.1 for Scala 2.13");
  }
}
