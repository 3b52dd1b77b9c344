package io.corpusattention.corpus.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class TextFilesTest {
  private static List<List<TextSplit>> splits(
      int files, long bytes, int parallelism, TextCorpus.Load load) {
    List<FileStatus> all =
        IntStream.range(0, files)
            .mapToObj(i -> new FileStatus(bytes, false, 1, 1 << 27, 0, new Path("/" + i + ".txt")))
            .toList();
    return new TextFiles(all, new Configuration(false)).splits(parallelism, load);
  }

  @Test
  void oneFileIsSharedOutEvenly() {
    List<List<TextSplit>> tasks = splits(1, 376_173, 2, TextCorpus.Load.HEAVY);
    assertThat(tasks).hasSize(8);
    for (List<TextSplit> task : tasks) {
      assertThat(task).hasSize(1);
      assertThat(task.get(0).length()).isBetween(47_000L, 47_100L);
    }
  }

  @Test
  void filesOfOneSizeAreSharedOutEvenly() {
    assertThat(splits(12, 2 << 20, 4, TextCorpus.Load.LIGHT)).hasSize(4);
    assertThat(splits(16, 100_000, 2, TextCorpus.Load.HEAVY)).hasSize(8);
  }
}
