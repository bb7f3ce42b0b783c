package io.aplomb.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GroupsTest {
    @Test
    void generation_isReadBackAndOnlyFromTheSameCluster() {
        for (long generation : new long[] {1, 2, 0xffff_ffffL}) {
            UUID group = Groups.id("one", generation);
            assertThat(Groups.generation("one", group)).isEqualTo(OptionalLong.of(generation));
            assertThat(Groups.generation("other", group)).isEmpty();
        }
        assertThat(Groups.id("one", 1)).isNotEqualTo(Groups.id("one", 2));
    }
}
