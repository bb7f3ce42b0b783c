/** Several machines on one: the demo and the tests' playground. */
@NullMarked
package io.aplomb.lab;

import org.jspecify.annotations.NullMarked;
