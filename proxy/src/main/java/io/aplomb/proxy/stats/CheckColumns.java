package io.aplomb.proxy.stats;

/** The columns of one kind of check, in the order of their meaning. */
record CheckColumns(
        Column status,
        Column code,
        Column duration,
        Column description,
        Column info,
        Column rise,
        Column fall,
        Column health) {

    static final CheckColumns HEALTH =
            new CheckColumns(
                    Column.CHECK_STATUS,
                    Column.CHECK_CODE,
                    Column.CHECK_DURATION,
                    Column.CHECK_DESC,
                    Column.LAST_CHK,
                    Column.CHECK_RISE,
                    Column.CHECK_FALL,
                    Column.CHECK_HEALTH);

    static final CheckColumns AGENT =
            new CheckColumns(
                    Column.AGENT_STATUS,
                    Column.AGENT_CODE,
                    Column.AGENT_DURATION,
                    Column.AGENT_DESC,
                    Column.LAST_AGT,
                    Column.AGENT_RISE,
                    Column.AGENT_FALL,
                    Column.AGENT_HEALTH);
}
