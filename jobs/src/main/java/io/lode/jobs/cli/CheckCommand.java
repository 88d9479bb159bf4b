package io.lode.jobs.cli;

import io.lode.jobs.DamagedStoreException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.upkeep.Check;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.artifacts.Finding.Repair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for damage in a store. */
@Command(
    name = "check",
    description =
        "Read every file of the store, name those that are damaged, and with --repair rebuild what can"
            + " be rebuilt and set aside what cannot.")
final class CheckCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(names = "--repair", description = "mend what is damaged; nothing is deleted")
  private boolean repair;

  @Override
  public Integer call() {
    return shared.read(this::check);
  }

  private Result check(JobContext context) {
    Check.Checked checked = new Check(context).run(repair ? Repair.MEND : Repair.NONE);
    List<String> lines = new ArrayList<>();
    checked.findings().forEach(one -> lines.add(one.line()));
    long damaged =
        checked.findings().stream()
            .filter(one -> one.state() != Finding.State.STRANGE)
            .filter(one -> one.state() != Finding.State.MENDED)
            .count();
    if (damaged == 0) {
      lines.add(
          "store "
              + context.store().root()
              + ": 3 tables and "
              + checked.groups()
              + " groups can be read");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("groups", checked.groups());
    json.put("findings", checked.findings());
    return new Result(
        json,
        lines,
        damaged == 0
            ? null
            : new DamagedStoreException(
                "store "
                    + context.store().root()
                    + " has "
                    + damaged
                    + " damaged files"
                    + (repair ? ", which only you can mend" : "; lode check --repair mends them"),
                null));
  }
}
