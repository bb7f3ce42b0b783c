package io.aplomb.formats.keepalived.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.formats.text.Status;
import org.junit.jupiter.api.Test;

final class KeywordTableTest {

    private final KeywordTable table = KeywordTable.standard();

    @Test
    void standard_everyScope_hasRows() {
        assertThat(Scope.values()).allSatisfy(scope -> assertThat(table.in(scope)).isNotEmpty());
        assertThat(table.all()).hasSizeGreaterThan(400);
    }

    @Test
    void standard_notes_areThereForAllThatIsNotSimplyHonoured() {
        assertThat(table.all())
                .filteredOn(keyword -> keyword.status() != Status.HONOURED)
                .allSatisfy(
                        keyword ->
                                assertThat(keyword.note())
                                        .isNotEmpty()
                                        .isEqualTo(keyword.note().strip()));
    }

    @Test
    void nearest_mistyped_isFound() {
        assertThat(table.nearest(Scope.VRRP_INSTANCE, "virtual_routerid"))
                .contains("virtual_router_id");
        assertThat(table.nearest(Scope.TOP, "vrrp_instanse")).contains("vrrp_instance");
        assertThat(table.nearest(Scope.TOP, "wibble")).isEmpty();
    }

    @Test
    void parse_badRows_areNamedByLine() {
        assertThatThrownBy(() -> KeywordTable.parse("top\tx\tHONOURED\n"))
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> KeywordTable.parse("nowhere\tx\tHONOURED\t-\n"))
                .hasMessageContaining("unknown scope");
        assertThatThrownBy(() -> KeywordTable.parse("top\tx\tREFUSED\t-\n"))
                .hasMessageContaining("note");
        String row = "top\tx\tHONOURED\t-\n";
        assertThatThrownBy(() -> KeywordTable.parse(row + row)).hasMessageContaining("twice");
    }
}
