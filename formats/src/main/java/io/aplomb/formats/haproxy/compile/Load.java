package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostics;

/** What every directive of one load may use. */
record Load(
        Paths paths,
        LoadOptions options,
        Diagnostics diagnostics,
        Expressions expressions,
        GlobalDraft global,
        SharedSections shared) {}
