package io.aplomb.model.vrrp;

import org.jspecify.annotations.Nullable;

/**
 * Who is told when an instance or a group changes its state. The scripts get only the arguments
 * configured, but for {@code any}, which gets four more: {@code INSTANCE} or {@code GROUP}, the
 * name, the state, the priority.
 *
 * @param any run after the script of the state
 * @param deletedAsState {@code notify_deleted}: an instance gone in a reload is told as DELETED,
 *     not as FAULT
 * @param masterSeesLowerPriority run when a master receives an advert of lower priority
 * @param mail whether e-mail is sent; all that {@code smtp_alert} inherits is resolved
 * @param priorityChanges whether pipes are told of changed priorities
 */
public record Notifications(
        @Nullable Script master,
        @Nullable Script backup,
        @Nullable Script fault,
        @Nullable Script stop,
        @Nullable Script deleted,
        @Nullable Script any,
        @Nullable Script masterSeesLowerPriority,
        boolean deletedAsState,
        boolean mail,
        boolean priorityChanges) {

    public static final Notifications NONE =
            new Notifications(null, null, null, null, null, null, null, false, false, false);
}
