using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Pens;

/// <content>Texts.</content>
internal sealed partial class PngPen
{
    protected override void Text(Label label)
    {
        var look = TextLook.Of(label.Style);
        if (look.Halo > 0)
            Glyphs(label, look, look.Halo * scale, Cover(Token.Card));
        Glyphs(label, look, 0, Cover(look.Colour));
    }

    private void Glyphs(Label label, TextLook look, float halo, Layer layer)
    {
        var face = Fonts.FontFace.Of(look.Strong);
        var x = label.Start.X * scale;
        var baseline = (int)MathF.Round(label.Start.Y * scale);
        foreach (var rune in label.Text.EnumerateRunes())
        {
            var quarters = (int)MathF.Round(x * GlyphAtlas.SubPixels);
            var (pixel, subPixel) = (quarters >> 2, quarters & 3);
            Blit(GlyphAtlas.Get(face.Shown(rune.Value), look.Strong, look.Size * scale, subPixel, halo), pixel, baseline, layer);
            x += face.Advance(rune.Value) * look.Size * scale;
        }
    }

    private void Blit(GlyphMask mask, int x, int y, Layer layer)
    {
        for (var row = Math.Max(0, -(y + mask.Top)); row < mask.Height && y + mask.Top + row < plane.Height; row++)
        {
            var pixels = plane.Row(y + mask.Top + row);
            for (var column = 0; column < mask.Width; column++)
            {
                var level = mask.Coverage[row * mask.Width + column];
                var at = x + mask.Left + column;
                if (level > 0 && (uint)at < (uint)pixels.Length)
                    pixels[at] = plane.Cover(pixels[at], layer, level);
            }
        }
    }
}
