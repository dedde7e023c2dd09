# Reference values for tests/test_interrupted.py, made with R 4.2.2 and MASS 7.3-58.2.
# Run from the top folder: Rscript tests/r/interrupted.R
digits <- function(x) sprintf("%.15g", x)
months <- seq(as.Date("2030-01-01"), by = "month", length.out = 36)
phase <- factor(rep(c("before", "in", "after"), c(17, 5, 14)), levels = c("before", "in", "after"))
count <- c(45, 0, 116, 230, 12, 130, 44, 151, 95, 22, 207, 100, 3, 75, 90, 95, 115,
           4, 0, 11, 0, 2,
           49, 103, 95, 0, 189, 25, 150, 175, 246, 205, 0, 84, 154, 0)
exposure <- as.integer(diff(c(months, as.Date("2033-01-01"))))
write.csv(data.frame(month = months, phase, count, exposure), "tests/r/interrupted_counts.csv",
          row.names = FALSE, quote = FALSE)

poisson <- glm(count ~ 0 + phase + offset(log(exposure)), family = poisson, epsilon = 1e-14)
x <- model.matrix(poisson)
mu <- fitted(poisson)
bread <- solve(crossprod(x * mu, x))
meat <- crossprod(x * (count - mu)) * length(count) / (length(count) - 3)
hc1 <- sqrt(diag(bread %*% meat %*% bread))
negbin <- MASS::glm.nb(count ~ 0 + phase + offset(log(exposure)), epsilon = 1e-10, maxit = 1000)
write.csv(data.frame(phase = levels(phase), poisson = digits(coef(poisson)), hc1 = digits(hc1),
                     negative_binomial = digits(coef(negbin)), alpha = digits(1 / negbin$theta)),
          "tests/r/interrupted.csv", row.names = FALSE, quote = FALSE)
