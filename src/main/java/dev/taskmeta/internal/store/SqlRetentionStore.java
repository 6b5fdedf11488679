package dev.taskmeta.internal.store;

import dev.taskmeta.spi.RetentionStore;

/** The upkeep of a SQL database; every statement is in the classes it is made of. */
final class SqlRetentionStore implements RetentionStore {

  private final PolicyStore policies;
  private final ReviewStore reviews;

  SqlRetentionStore(PolicyStore policies, ReviewStore reviews) {
    this.policies = policies;
    this.reviews = reviews;
  }

  @Override
  public boolean applyPolicies() {
    return policies.apply();
  }

  @Override
  public int sweep(int limit) {
    return reviews.sweep(limit);
  }

  @Override
  public int review(int limit) {
    return reviews.review(limit);
  }
}
