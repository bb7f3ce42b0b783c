package io.aplomb.model.cib;

/** What agents answer, in the words of Pacemaker's tools. */
public final class ExitCodes {
    private ExitCodes() {}

    /** OCF Resource Agent API 1.1, section 3.5, and the codes that Pacemaker adds. */
    public static String meaning(int rc) {
        return switch (rc) {
            case 0 -> "ok";
            case 1 -> "error";
            case 2 -> "invalid parameter";
            case 3 -> "unimplemented feature";
            case 4 -> "insufficient privileges";
            case 5 -> "not installed";
            case 6 -> "not configured";
            case 7 -> "not running";
            case 8 -> "promoted";
            case 9 -> "promoted (failed)";
            case 190 -> "degraded";
            case 191 -> "promoted (degraded)";
            default -> "unknown";
        };
    }
}
