/** Tests of the command line: in this process, and as processes of its own. */
@NullMarked
package dev.taskmeta.cli;

import org.jspecify.annotations.NullMarked;
