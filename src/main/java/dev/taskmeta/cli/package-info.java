/** The command line: one class per command, each on the public API only. */
@NullMarked
package dev.taskmeta.cli;

import org.jspecify.annotations.NullMarked;
