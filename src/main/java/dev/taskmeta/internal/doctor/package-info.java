/**
 * Looks a database over: what has drifted from what the migrations made, what a user may not do,
 * what the server is set to. {@link dev.taskmeta.internal.doctor.Doctor} is the way in.
 */
@NullMarked
package dev.taskmeta.internal.doctor;

import org.jspecify.annotations.NullMarked;
