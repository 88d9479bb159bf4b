package io.lode.jobs.cli.options;

import io.lode.jobs.UsageException;
import io.lode.jobs.process.LauncherProperties;
import io.lode.jobs.spark.SparkSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that say where Spark runs, and how. */
@Command
public final class SparkOptions {

  @Option(names = "--master", paramLabel = "URL", description = "Spark master (default: local[*])")
  private String master;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Spark properties of conf/profiles/NAME.conf, which the launcher reads (default: by the"
              + " master)")
  @SuppressWarnings("UnusedVariable") // Spark is told before this process starts.
  private String profile;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "Spark property; may be repeated")
  private List<String> properties = new ArrayList<>();

  @Option(
      names = "--properties-file",
      paramLabel = "FILE",
      description =
          "Spark properties, one key=value a line; keeps secrets off the command line, where every"
              + " user of the machine sees them")
  private Path propertiesFile;

  /**
   * Spark as the options ask for it; it starts when it is first asked for.
   *
   * @throws UsageException if a property is no key and value, or a file of them cannot be read
   */
  public SparkSource source() {
    return new SparkSource(master, properties(Map.of()));
  }

  /**
   * Starts Spark, or joins the session that already runs in this JVM, with properties that the
   * options override.
   *
   * @throws UsageException if a property is no key and value, or a file of them cannot be read
   */
  public SparkSession start(Map<String, String> preferred) {
    return new SparkSource(master, properties(preferred)).get();
  }

  private Map<String, String> properties(Map<String, String> preferred) {
    Map<String, String> conf = new LinkedHashMap<>(preferred);
    conf.putAll(LauncherProperties.take(System.getenv(LauncherProperties.FILE)));
    if (propertiesFile != null) {
      conf.putAll(LauncherProperties.read(propertiesFile));
    }
    for (String property : properties) {
      int equals = property.indexOf('=');
      if (equals <= 0) {
        // What follows the key may be a secret.
        throw new UsageException(
            "--conf takes key=value, found '" + property.split("[^A-Za-z0-9._-]", 2)[0] + "...'");
      }
      conf.put(property.substring(0, equals), property.substring(equals + 1));
    }
    return conf;
  }
}
