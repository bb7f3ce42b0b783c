package io.aplomb.proxy.health;

/** Why a server is set aside whatever its checks say. */
public enum AdminMode {
    /** {@code set server ... state maint}, {@code disable server}, or {@code disabled}. */
    FORCED_MAINT,
    /** The server it tracks is in maintenance. */
    INHERITED_MAINT,
    /** Its name does not resolve. */
    RESOLUTION_MAINT,
    /** {@code set server ... state drain}. */
    FORCED_DRAIN,
    /** The server it tracks is drained. */
    INHERITED_DRAIN
}
