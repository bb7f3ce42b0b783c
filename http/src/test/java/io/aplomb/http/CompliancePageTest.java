package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The page of docs/ that shows users the table {@link Violation}. */
class CompliancePageTest {
    private static final String INTRODUCTION =
            """
            # What is refused in HTTP/1.x messages

            Generated from the table in the module `http`; every row has messages in its tests.

            A refused request is answered with the status in its row and the connection is closed. A refused
            response is answered to the client with 502. *relaxed* means: refused by default, let pass with
            `option accept-invalid-http-request` (for requests) or `option accept-invalid-http-response` (for
            responses). *tolerated* means: let pass in every mode, repaired where the row says so.

            | row | in | wrong | section | treatment |
            |---|---|---|---|---|
            """;

    @Test
    void page_committed_isTheOneOfTheTable() throws IOException {
        Path page = repositoryRoot().resolve("docs/http-compliance.md");
        String generated = render();
        if (Boolean.parseBoolean(System.getenv("APLOMB_GOLDEN_RECORD"))) {
            Files.writeString(page, generated);
        }
        assertThat(page)
                .as("run the tests of http with APLOMB_GOLDEN_RECORD=true in the environment")
                .hasContent(generated);
    }

    private static String render() {
        StringBuilder out = new StringBuilder(INTRODUCTION);
        for (Violation row : Violation.values()) {
            String where =
                    switch (row.where()) {
                        case REQUEST -> "request";
                        case RESPONSE -> "response";
                        case BOTH -> "both";
                    };
            String treatment =
                    switch (row.rule()) {
                        case NEVER -> "refused, " + row.status();
                        case RELAXED -> "relaxed, " + row.status();
                        case ALWAYS -> "tolerated";
                    };
            out.append("| ")
                    .append(
                            String.join(
                                    " | ",
                                    row.name(),
                                    where,
                                    row.sentence(),
                                    row.section(),
                                    treatment))
                    .append(" |\n");
        }
        return out.toString();
    }

    private static Path repositoryRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no mvnw above the working folder");
        }
        return folder;
    }
}
