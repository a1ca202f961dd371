package dev.assay.organisms.world;

/// The check that card numbers pass (ISO/IEC 7812-1, annex B).
public final class Luhn {
    private Luhn() {}

    /// Whether a string of digits passes.
    ///
    /// @param digits decimal digits only
    public static boolean isValid(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 1 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return !digits.isEmpty() && sum % 10 == 0;
    }

    /// Whether a text contains 13 to 19 digits in a row that pass, spaces and hyphens between them left out
    /// of account.
    public static boolean occursIn(String text) {
        String packed = text.replaceAll("(?<=\\d)[ -](?=\\d)", "");
        java.util.regex.Matcher runs =
                java.util.regex.Pattern.compile("\\d{13,19}").matcher(packed);
        while (runs.find()) {
            if (isValid(runs.group())) {
                return true;
            }
        }
        return false;
    }
}
