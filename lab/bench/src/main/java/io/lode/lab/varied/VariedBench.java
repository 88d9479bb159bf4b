package io.lode.lab.varied;

import io.lode.hyperparameter.HyperparameterConfig;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.progress.Stage;
import io.lode.lab.varied.VariedCell.Treatment;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.modal.ModalConfig;
import io.lode.search.ScheduleSearch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures what further settings that vary at random cost a search, if they are ignored and if they
 * are taken as inputs.
 */
public final class VariedBench {

  private final VariedPlan plan;
  private final ScheduleSearch search;
  private final ModalConfig modal;
  private final HyperparameterConfig config;
  private final Progress progress;

  /**
   * Prepares a benchmark.
   *
   * @param progress takes one line at a time
   */
  public VariedBench(
      VariedPlan plan,
      ScheduleSearch search,
      ModalConfig modal,
      HyperparameterConfig config,
      Progress progress) {
    this.plan = plan;
    this.search = search;
    this.modal = modal;
    this.config = config;
    this.progress = progress;
  }

  /**
   * Runs every loop, in the plan's order.
   *
   * @param finished takes a row as soon as its loops are done
   */
  public List<VariedRow> run(Consumer<VariedRow> finished) {
    List<VariedRow> rows = new ArrayList<>();
    int[] done = {0};
    try (Stage stage = progress.stage("bench settings", "loops", plan.loops(), () -> done[0])) {
      for (String name : plan.worlds()) {
        for (String settings : plan.settings()) {
          for (int size : plan.sizes()) {
            Map<Treatment, List<VariedResult>> results = new EnumMap<>(Treatment.class);
            for (int i = 0; i < plan.count(); i++) {
              for (Treatment treatment : Treatment.values()) {
                VariedCell cell = cell(name, settings, treatment, size, plan.firstVariant() + i);
                results
                    .computeIfAbsent(treatment, unknown -> new ArrayList<>())
                    .add(new VariedLoop(cell, search, modal, config).run());
                done[0]++;
              }
            }
            VariedRow row = VariedRow.of(name, settings, size, results);
            rows.add(row);
            finished.accept(row);
            progress.accept(stage.line());
          }
        }
      }
    }
    return rows;
  }

  private VariedCell cell(
      String name, String settings, Treatment treatment, int size, long variant) {
    World world = Worlds.named(name, variant);
    return new VariedCell(
        world,
        List.of(settings.split("\\+")),
        treatment,
        size,
        plan.nights(),
        plan.proposals(),
        plan.repeats(),
        variant);
  }
}
