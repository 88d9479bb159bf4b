package io.lode.jobs.cli.options;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that say which settings are in force. */
@Command
public final class SettingOptions {

  @Option(
      names = "--conf-file",
      paramLabel = "FILE",
      description = "settings that override those of conf/lode.conf")
  private Path confFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a setting that overrides all files; may be repeated")
  private List<String> assignments = new ArrayList<>();

  /**
   * Reads the settings in force.
   *
   * @throws UsageException if the file cannot be read, or a setting is unknown or no value for it
   */
  public Settings settings() {
    return Settings.load(confFile, assignments);
  }
}
