/** What every backend must do, one theme per file, run on every database and on memory. */
@NullMarked
package dev.taskmeta.contract;

import org.jspecify.annotations.NullMarked;
