package io.aplomb.formats.keepalived.keyword;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.formats.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CompatibilityPageTest {

    @Test
    void page_committed_isTheOneOfTheTable() throws IOException {
        Path page = GoldenFiles.repositoryRoot().resolve("docs/compatibility-keepalived.md");
        String generated = CompatibilityPage.render(KeywordTable.standard());
        if (GoldenFiles.isRecording()) {
            Files.writeString(page, generated);
        }
        assertThat(page)
                .as("run the tests of formats with APLOMB_GOLDEN_RECORD=true in the environment")
                .hasContent(generated);
    }
}
