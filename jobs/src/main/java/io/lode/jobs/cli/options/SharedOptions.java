package io.lode.jobs.cli.options;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.Notices;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.jobs.spark.SparkSource;
import io.lode.jobs.store.Store;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that every command has, and the run of a job under them. */
@Command(mixinStandardHelpOptions = true)
public final class SharedOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--store",
      paramLabel = "URI",
      defaultValue = "./lode-store",
      description = "where tables, ensembles and schedules are kept (default: ${DEFAULT-VALUE})")
  private String store;

  @Option(
      names = "--group",
      paramLabel = "model=M,dataset=D[,optimizer=O]",
      description = "work on this group only (default: all)")
  private String group;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of all randomness (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--json", description = "print one JSON document on stdout, all else on stderr")
  private boolean json;

  @Mixin private SettingOptions settingOptions;
  @Mixin private SparkOptions spark;
  @Mixin private ProgressOptions output;

  /** The work of a command, once the store is open. */
  @FunctionalInterface
  public interface Job {

    /** Does the work. */
    Result run(JobContext context);
  }

  /**
   * Opens the store, runs a job, prints its result and gives the exit status. A store that is a
   * copy, or was moved, is refused. Spark starts when the job first asks for it, so that what is
   * wrong with the options is said before.
   */
  public int run(Job job) {
    return run(settings -> {}, job);
  }

  /**
   * As {@link #run(Job)}, for a job with options that are checked before the store is opened, which
   * takes longer than the check.
   *
   * @param check throws what is wrong with the options
   */
  public int run(Consumer<Settings> check, Job job) {
    return read(
        check,
        context -> {
          context.store().claim();
          return job.run(context);
        });
  }

  /** As {@link #run}, for a job that writes nothing to the store, or makes a copy whole. */
  public int read(Job job) {
    return read(settings -> {}, job);
  }

  private int read(Consumer<Settings> check, Job job) {
    Console console = console();
    try (ConsoleProgress progress = output.on(console)) {
      Settings settings = settingOptions.settings();
      check.accept(settings);
      GroupFilter filter = group == null ? GroupFilter.all() : GroupFilter.parse(group);
      SparkSource session = spark.source();
      Configuration hadoop = session.hadoop();
      Store opened = Store.open(session, hadoop, store);
      JobContext context =
          new JobContext(session, hadoop, opened, settings, filter, seed, progress);
      Result result = job.run(context);
      progress.clear();
      console.notices(Notices.take());
      console.result(result, form());
      return result.failure() == null ? 0 : result.failure().exitStatus();
    } catch (Exception | Error e) {
      // Spark throws checked exceptions that it does not declare.
      console.notices(Notices.take());
      console.error(e, form());
      if (output.verbose()) {
        console.trace(e);
      }
      return Console.exitStatus(e);
    }
  }

  private Console.Form form() {
    return json ? Console.Form.JSON : Console.Form.LINES;
  }

  private Console console() {
    return ((Program) command.root().userObject()).console();
  }
}
