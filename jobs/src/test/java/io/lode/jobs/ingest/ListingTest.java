package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.RemovedRuns;
import io.lode.jobs.store.tables.RejectedListing;
import io.lode.jobs.store.tables.RunListing;
import io.lode.jobs.store.tables.RunListing.Which;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is listed without Spark is what Spark reads. */
class ListingTest extends IngestedLogs {

  private void fill() throws IOException {
    log("b/d/late.csv", "step,learning_rate,validation_loss\n1,0.1,3\n2,0.1,1\n3,0.1,\n4,0.1,2\n");
    log("a/d/first.csv", "step,learning_rate,validation_loss\n1,0.1,5\n2,0.1,nan\n");
    log("a/d/second.csv", "step,learning_rate,validation_loss\n1,0.2,4\nx,0.2,3\ny,1,1\n");
    ingest(SourceFile.read("csv"));
    // A second delivery replaces a run.
    log("a/d/second.csv", "step,learning_rate,validation_loss\n1,0.2,4\nx,0.2,3\n5,0.2,2\n");
    ingest(SourceFile.read("csv"));
  }

  private RunListing listing() {
    return store.trajectoryTable().listing().orElseThrow();
  }

  @Test
  void groupsAreThoseThatSparkFinds() throws IOException {
    fill();
    GroupFilter ofA = GroupFilter.parse("model=a,dataset=d");
    assertThat(listing().groups(GroupFilter.all()))
        .hasSize(2)
        .isEqualTo(store.trajectories().groups());
    assertThat(listing().groups(ofA)).hasSize(1).isEqualTo(store.trajectories().groups(ofA));
    assertThat(listing().snapshot()).isEqualTo(store.trajectories().id());
  }

  @Test
  void runsComeInOrderUpToTheLimitAndRemovedOnesApart() throws IOException {
    fill();
    List<RunListing.Listed> runs = listing().runs(GroupFilter.all(), Which.COUNTED, 100);
    assertThat(runs).extracting(RunListing.Listed::run).containsExactly("first", "second", "late");
    RunListing.Listed late = runs.get(2);
    assertThat(late.points()).isEqualTo(4);
    assertThat(late.lastStep()).isEqualTo(4);
    assertThat(late.last()).isEqualTo(2);
    assertThat(late.best()).isEqualTo(1);
    assertThat(runs.get(1).lastStep()).isEqualTo(5);
    assertThat(listing().runs(GroupFilter.all(), Which.COUNTED, 1)).containsExactly(runs.get(0));
    new RemovedRuns(store).remove(GroupFilter.all(), List.of("first"));
    assertThat(listing().runs(GroupFilter.all(), Which.COUNTED, 100)).hasSize(2);
    assertThat(listing().runs(GroupFilter.all(), Which.REMOVED, 100))
        .extracting(RunListing.Listed::run)
        .containsExactly("first");
    assertThat(listing().groups(GroupFilter.all())).isEqualTo(store.trajectories().groups());
  }

  @Test
  void rejectedRowsAreCountedAndTheFirstListed() throws IOException {
    fill();
    RejectedListing all = store.rejectedRows().listing(GroupFilter.all(), 1000);
    assertThat(all.byReason().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(store.rejectedRows().rows().count());
    assertThat(all.first()).hasSize((int) store.rejectedRows().rows().count()).isSorted();
    RejectedListing one = store.rejectedRows().listing(GroupFilter.all(), 1);
    assertThat(one.first()).containsExactly(all.first().get(0));
    assertThat(one.byReason()).isEqualTo(all.byReason());
    assertThat(store.rejectedRows().listing(GroupFilter.parse("model=b,dataset=d"), 9).first())
        .isEmpty();
  }
}
