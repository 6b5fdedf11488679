/** Programs that the documentation prints, each run by a test. */
@NullMarked
package dev.taskmeta.examples;

import org.jspecify.annotations.NullMarked;
