package io.aplomb.control.node;

import io.aplomb.cluster.live.Input;
import io.aplomb.control.store.MemberId;
import io.aplomb.control.store.StoreStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who leads, by what the store is rather than by what it told: that a leader is gone is told by
 * nobody, and what is told may cross what is looked for. What the controller holds for true and is
 * not is put right at the next look. Pure.
 */
final class Leadership {
    private Leadership() {}

    /**
     * What the controller has to be told, if anything.
     *
     * @param believed who leads, as the controller has it
     * @param leadsTerm in which the controller leads, negative when it does not
     */
    static Optional<Input> correction(
            StoreStatus status, @Nullable String believed, long leadsTerm) {
        if (status.role() == StoreStatus.Role.LEADER) {
            return leadsTerm == status.term()
                    ? Optional.empty()
                    : Optional.of(new Input.Leads(status.term()));
        }
        // one that was elected and knows not yet all that was agreed on leads nobody
        String other =
                status.role() == StoreStatus.Role.LEADER_NOT_READY
                        ? null
                        : status.leader().map(MemberId::name).orElse(null);
        return leadsTerm < 0 && Objects.equals(other, believed)
                ? Optional.empty()
                : Optional.of(new Input.Follows(other, status.term()));
    }
}
